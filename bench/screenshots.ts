// Pictures of the report for the documentation: assesses the protocols of this repository and photographs the pages.
//
//   node --import ./bin/register-typescript.mjs bench/screenshots.ts
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { assess } from "../src/assess/assess.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { resolveSources } from "../src/repository/resolve-sources.ts";
import { renderHtml } from "../src/reports/html/render-html.ts";
import { LENSES } from "../src/lenses/registry.ts";

const PICTURES = fileURLToPath(new URL("../docs/screenshots", import.meta.url));
const PROTOCOLS = ["needham-schroeder", "needham-schroeder-lowe", "phr-sharing", "phr-sharing-hardened"];

async function takePictures(folder: string, browser: Browser): Promise<void> {
  const open = async (name: string, colorScheme: "light" | "dark"): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 760 }, colorScheme });
    await page.goto(pathToFileURL(join(folder, name)).href);
    return page;
  };
  const index = await open("index.html", "light");
  await index.locator("#protocols").scrollIntoViewIfNeeded();
  await index
    .locator("section", { has: index.locator("#protocols") })
    .screenshot({ path: join(PICTURES, "index.png") });
  const matrix = await open("phr-sharing.html", "light");
  await matrix.getByLabel("Words").fill("do");
  await matrix.getByLabel("Verdict", { exact: true }).selectOption("attack");
  await matrix
    .locator("section", { has: matrix.locator("#matrix") })
    .screenshot({ path: join(PICTURES, "matrix.png") });
  const attack = await open("needham-schroeder.html", "dark");
  await attack.locator("#attack-1 .stage").focus();
  for (let i = 0; i < 8; i++) await attack.keyboard.press("ArrowRight");
  await attack
    .locator("#attack-1 .player")
    .evaluate("element => element.scrollIntoView()")
    .catch(() => undefined);
  await attack.screenshot({ path: join(PICTURES, "attack.png") });
}

const folder = mkdtempSync(join(tmpdir(), "assay-pictures-"));
const browser = await chromium.launch({
  executablePath: process.env["ASSAY_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  const assessment = await assess(resolveSources(PROTOCOLS), DEFAULT_OPTIONS, {
    version: "0.1.0",
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    signal: new AbortController().signal,
    loadProtocol,
    lenses: LENSES,
    listen: () => undefined,
    machine: {},
  });
  const pages = renderHtml(assessment, (text, encoding) => createHash("sha256").update(text).digest(encoding));
  for (const { name, text } of pages) writeFileSync(join(folder, name), text);
  mkdirSync(PICTURES, { recursive: true });
  await takePictures(folder, browser);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
