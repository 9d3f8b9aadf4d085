// Device: the browser and the system that a user agent names.

type Names = [pattern: RegExp, name: string][];

// The first row that fits counts: most user agents also name the browsers that they imitate.
const browsers: Names = [
  [/\bEdg(A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(Firefox|FxiOS)\//, "Firefox"],
  [/(\b|Headless)Chrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

// Android names Linux too, and the systems of Apple's phones and tablets name Mac OS X.
const systems: Names = [
  [/\bWindows\b/, "Windows"],
  [/\bAndroid\b/, "Android"],
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** device returns the browser and the system that a user agent names, else the user agent. */
export function device(agent: string | null): string {
  if (!agent) return "unknown device";
  const names = [browsers, systems].map((rows) => rows.find(([pattern]) => pattern.test(agent)));
  return names.flatMap((row) => (row ? [row[1]] : [])).join(" on ") || agent;
}
