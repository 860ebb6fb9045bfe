// Preloaded into a measured program. On exit, it writes the resource usage to USAGE_FILE.
process.once("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = { maxRssKiB: process.resourceUsage().maxRSS, cpuSeconds: (user + system) / 1e6 };
  require("node:fs").writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
});
