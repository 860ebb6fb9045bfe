// Preloaded into a measured program: at its end, writes what it used to the file that USAGE_FILE names.
process.once("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = { maxRssKiB: process.resourceUsage().maxRSS, cpuSeconds: (user + system) / 1e6 };
  require("node:fs").writeFileSync(process.env.USAGE_FILE, JSON.stringify(usage));
});
