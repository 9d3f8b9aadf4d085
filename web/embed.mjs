// embed.mjs: builds the console and writes it as a C++ source.
// usage: node embed.mjs FOLDER FILE.cc
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";

const [folder, output] = process.argv.slice(2);

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** literal writes bytes as a C++ string literal, in lines of bounded length. */
function literal(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 64) {
    let line = "";
    for (const byte of bytes.subarray(at, at + 64)) {
      line += "\\" + byte.toString(8).padStart(3, "0");
    }
    lines.push(`    "${line}"`);
  }
  return `std::string_view(\n${lines.join("\n")}, ${bytes.length})`;
}

function row(name) {
  const type = types[extname(name)];
  if (!type) throw new Error(`${name}: the type of this file is unknown; add it to embed.mjs`);
  const plain = readFileSync(join(folder, name));
  const gzip = gzipSync(plain, { level: 9 });
  const brotli = brotliCompressSync(plain, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
  const hash = createHash("sha256").update(plain).digest("hex");
  const texts = [plain, gzip, brotli].map(literal).join(",\n");
  return `    {"${name}", "${type}",\n    "${hash}",\n${texts}},\n`;
}

await build({ build: { outDir: folder, emptyOutDir: true }, logLevel: "warn" });
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
  .sort();
writeFileSync(
  output,
  `#include "console/assets.h"

namespace bearward::console {
namespace {

constexpr Asset kAssets[] = {
${names.map(row).join("")}};

}  // namespace

std::span<const Asset> Assets() { return kAssets; }

}  // namespace bearward::console
`,
);
