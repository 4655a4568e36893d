import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assess } from "../../assess/assess.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { LENSES } from "../../lenses/registry.ts";
import { makeAssessment } from "../../core/verdict/example.ts";
import { digest, HOSTILE, makeHostileAssessment, makeMeasured, makePlayed, makeSearched } from "../example.ts";
import { renderHtml } from "./render-html.ts";

const executablePath = process.env["ASSAY_CHROMIUM"] ?? "/usr/bin/chromium";
const isThere = existsSync(executablePath);
const name = isThere ? executablePath : "SKIPPED, there is no Chromium; install it or set ASSAY_CHROMIUM";

describe.skipIf(!isThere)(`the pages in a browser (${name})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-pages-"));
  let browser: Browser;

  beforeAll(async () => {
    const [analysed] = await Promise.all([
      assess(resolveSources(["needham-schroeder"]), DEFAULT_OPTIONS, {
        version: "0.0.0",
        now: () => 0,
        pause: () => Promise.resolve(),
        signal: new AbortController().signal,
        loadProtocol,
        lenses: LENSES,
        listen: () => undefined,
        machine: {},
      }),
      chromium.launch({ executablePath, args: ["--no-sandbox"] }).then((launched) => {
        browser = launched;
      }),
    ]);
    for (const { name: file, text } of renderHtml(analysed, digest)) writeFileSync(join(folder, file), text);
    const games = makeAssessment([
      makePlayed("guessing", false),
      makePlayed("dividing", true),
      makeSearched("A Alive B"),
    ]);
    renderHtml({ ...games, ...makeMeasured() }, digest).forEach(({ text }, i) => {
      writeFileSync(join(folder, `games-${i}.html`), text);
    });
    renderHtml(makeHostileAssessment(), digest).forEach(({ text }, i) => {
      writeFileSync(join(folder, `hostile-${i}.html`), text);
    });
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Contexts by their options: another one takes as long as a test. */
  const contexts = new Map<string, Promise<BrowserContext>>();

  function openContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const key = JSON.stringify(options);
    const known = contexts.get(key) ?? browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    contexts.set(key, known);
    return known;
  }

  /** Opens a page; what it complains about, asks for or tries to say is collected. */
  async function open(file: string, options: BrowserContextOptions = {}) {
    const page = await (await openContext(options)).newPage();
    const noises: string[] = [];
    const home = pathToFileURL(join(folder, "")).href;
    page.on("console", (message) => noises.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noises.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      noises.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(home)) noises.push(`request: ${request.url()}`);
    });
    await page.goto(pathToFileURL(join(folder, file)).href);
    return { page, noises, close: () => page.close() };
  }

  it("opens without a complaint or a request", async () => {
    for (const file of ["index.html", "needham-schroeder.html"]) {
      const { page, noises, close } = await open(file);
      expect(await page.locator("h1").count()).toBe(1);
      expect(noises).toEqual([]);
      await close();
    }
  });

  it("goes from the index to a claim's attack", async () => {
    const { page, close } = await open("index.html");
    await page.getByRole("link", { name: "needham-schroeder" }).click();
    await page.locator("#matrix").getByRole("link", { name: "attack" }).first().click();
    await page.getByRole("link", { name: "The attack, step by step" }).first().click();
    expect(page.url()).toMatch(/needham-schroeder\.html#attack-1$/);
    expect(await page.locator("#attack-1 svg").count()).toBe(1);
    await close();
  });

  it("steps through an attack by keys and by buttons, with what the intruder has", async () => {
    const { page, noises, close } = await open("needham-schroeder.html");
    const player = page.locator("#attack-1 .player");
    const known = player.locator(".knowledge li:visible");
    const status = player.getByRole("status");
    const all = await known.count();
    expect(await status.textContent()).toMatch(/^All \d+ steps$/);
    await player.locator(".stage").focus();
    await page.keyboard.press("ArrowRight");
    expect(await status.textContent()).toMatch(/^Step 1 of \d+: Alice \(I, run 1\), in a run with Eve as R, sends M1/);
    expect(await known.allTextContents()).toEqual(["{ Ni#1, Alice }pk(Eve) heard, step 1"]);
    await page.keyboard.press("ArrowRight");
    expect(await known.last().textContent()).toBe("(Ni#1, Alice) worked out, step 2");
    expect(await player.locator("[aria-current=step]").textContent()).toContain("The intruder opens");
    expect(await player.locator("svg .step.now").getAttribute("data-step")).toBe("1");
    await page.keyboard.press("ArrowLeft");
    expect(await status.textContent()).toMatch(/^Step 1 of/);
    await page.keyboard.press("End");
    expect(await known.count()).toBe(all);
    expect(await status.textContent()).toMatch(/^Step (\d+) of \1: Bob/);
    await player.getByRole("button", { name: "Back" }).click();
    expect(await status.textContent()).not.toMatch(/^Step (\d+) of \1:/);
    await player.getByRole("button", { name: "All steps" }).click();
    expect(await status.textContent()).toMatch(/^All/);
    expect(noises).toEqual([]);
    await close();
  });

  it("narrows the matrix, by words and by verdict", async () => {
    const { page, close } = await open("needham-schroeder.html");
    const rows = page.locator("#matrix tbody tr:visible");
    const status = page.locator("form.filter [role=status]");
    expect(await rows.count()).toBe(16);
    await page.getByLabel("Verdict", { exact: true }).selectOption("attack");
    expect(await status.textContent()).toBe("6 of 16 claims shown");
    expect(await rows.count()).toBe(6);
    await page.getByLabel("Words").fill("agree ni");
    expect(await rows.count()).toBe(2);
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => rows.count()).toBe(16);
    await close();
  });

  it("unfolds what is folded, by key", async () => {
    const { page, close } = await open("needham-schroeder.html");
    const fold = page.locator("#claim-8 details");
    expect(await fold.locator("svg").isVisible()).toBe(false);
    await fold.locator("summary").focus();
    await page.keyboard.press("Enter");
    expect(await fold.locator("svg").isVisible()).toBe(true);
    await close();
  });

  it("is whole without its script, and on paper", async () => {
    const { page, close } = await open("needham-schroeder.html", { javaScriptEnabled: false });
    expect(await page.locator("#attack-1 .narration li:visible").count()).toBeGreaterThan(10);
    expect(await page.locator("#attack-1 .knowledge li:visible").count()).toBeGreaterThan(4);
    expect(await page.locator(".controls:visible, form.filter:visible").count()).toBe(0);
    await close();
    const paper = await open("needham-schroeder.html");
    await paper.page.emulateMedia({ media: "print" });
    expect(await paper.page.locator(".controls:visible, form.filter:visible").count()).toBe(0);
    await paper.close();
  });

  it.each([
    ["light", {}],
    ["dark", { runOnly: ["color-contrast"] }],
  ] as const)("has nothing that keeps a reader out (%s)", async (colorScheme, rules) => {
    const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const { page, close } = await open("index.html", { bypassCSP: true, colorScheme });
    expect(await listViolations(page, axe, rules)).toEqual([]);
    await page.goto(pathToFileURL(join(folder, "needham-schroeder.html")).href);
    await page.locator("#claim-8 summary").click();
    await page.locator("#attack-1").getByRole("button", { name: "Next step" }).click();
    expect(await listViolations(page, axe, rules)).toEqual([]);
    for (const file of ["games-0.html", "games-1.html"]) {
      await page.goto(pathToFileURL(join(folder, file)).href);
      for (const summary of await page.locator("summary").all()) await summary.click();
      expect(await listViolations(page, axe, rules)).toEqual([]);
    }
    await close();
  });

  it("shows hostile names as they are, and runs nothing of them", async () => {
    const { page, noises, close } = await open("hostile-0.html");
    for (const [i, text] of HOSTILE.entries()) {
      await page.goto(pathToFileURL(join(folder, `hostile-${i + 1}.html`)).href);
      expect(await page.title()).toBe(sanitise(text).replace(/\s+/g, " ").trim());
      expect(await page.locator("h1").textContent()).toBe(sanitise(text));
      expect(await page.locator(".narration li").first().textContent()).toBe(sanitise(text));
      expect(await page.locator("script").count()).toBe(1);
      expect(await page.locator("img, iframe, object").count()).toBe(0);
    }
    expect(noises).toEqual([]);
    await close();
  });
});

/** Lists what axe finds serious or worse, in one line each. */
async function listViolations(page: Page, axe: string, rules: object): Promise<readonly string[]> {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe);
  const results = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { target: string[]; failureSummary: string }[] }[];
  }>(`axe.run(${JSON.stringify({ resultTypes: ["violations"], ...rules })})`);
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`),
    );
}
