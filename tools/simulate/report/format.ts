import type { SimulatedSystem } from "../model/system";

/** Figures formatted for people. */
export function milliseconds(value: number): string {
  if (Number.isNaN(value)) return "-";
  return value >= 1000
    ? `${(value / 1000).toFixed(1)} s`
    : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 120) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  if (minutes < 120) return `${minutes} min ${String(rounded % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

export function percent(value: number): string {
  if (value === 0) return "0 %";
  return value < 0.01 ? "<0.01 %" : `${value.toFixed(value < 10 ? 2 : 1)} %`;
}

export function dollars(value: number): string {
  return `$${value.toFixed(value < 1 ? 3 : 2)}`;
}

export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The unit of a system's load. */
export function loadUnit({ services }: SimulatedSystem): "requests" | "messages" {
  const used = services.filter(({ loadShare }) => loadShare > 0);
  return used.length > 0 && used.every(({ consumes }) => consumes) ? "messages" : "requests";
}

export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
