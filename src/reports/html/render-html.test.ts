import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../../core/verdict/example.ts";
import { digest, HOSTILE, makeGoals, makeHostileAssessment } from "../example.ts";
import { html } from "./markup.ts";
import { namePages } from "./name-pages.ts";
import { renderHtml } from "./render-html.ts";

function find(pages: ReturnType<typeof renderHtml>, name: string): string {
  return pages.find((page) => page.name === name)?.text ?? "";
}

describe("renderHtml", () => {
  const pages = renderHtml(makeAssessment(), digest);

  it("makes an index and a page for each protocol", () => {
    expect(pages.map(({ name }) => name)).toEqual(["index.html", "example.html"]);
    expect(find(pages, "index.html")).toContain('<a href="example.html">example</a>');
  });

  it("allows the one script and the one style by their hashes, and asks for nothing", () => {
    for (const { text } of pages) {
      const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text) ?? [];
      expect(policy).toMatch(/^default-src &#39;none&#39;; /);
      expect(policy).not.toContain("unsafe");
      for (const element of ["style", "script"]) {
        const parts = text.split(`<${element}>`);
        expect(parts).toHaveLength(2);
        const content = parts[1]?.split(`</${element}>`)[0] ?? "";
        expect(policy).toContain(`${element}-src &#39;sha256-${digest(content, "base64")}&#39;`);
      }
      expect(text).not.toMatch(/(src|href|action|data)="(https?:)?\/\//);
      expect(text).not.toMatch(/ style="| on[a-z]+="/);
    }
  });

  it("says what verdicts rest on before any verdict", () => {
    for (const { text } of pages) {
      const [basis, assumption, approximation] = [
        text.indexOf("Basis of the verdicts"),
        text.indexOf("Agents know the genuine public keys"),
        text.indexOf("Expiry is not modelled"),
      ];
      const verdict = text.search(/class="verdict |<td class="(good|bad)">/);
      expect(basis).toBeGreaterThan(0);
      expect(assumption).toBeGreaterThan(basis);
      expect(approximation).toBeGreaterThan(basis);
      expect(Math.max(assumption, approximation)).toBeLessThan(verdict);
    }
  });

  it("tells attacks that differ in the claim alone once, with each of their claims", () => {
    const page = find(pages, "example.html");
    expect(page.match(/<section id="attack-/g)).toHaveLength(1);
    expect(page.match(/<g class="step"/g)).toHaveLength(3);
    expect(page.match(/href="#attack-1"/g)).toHaveLength(2);
  });

  it("links to places that there are, each once", () => {
    for (const { text } of [...pages, ...renderHtml(makeHostileAssessment(), digest)]) {
      const ids = [...text.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const [, target = ""] of text.matchAll(/ (?:href="#|aria-labelledby=")([^"]*)"/g))
        expect(ids).toContain(target);
    }
  });

  it("has a column for each lens, and a place for a lens that it does not know", () => {
    const finding = makeFinding();
    const other = { ...makeFinding(), lens: "later", engine: "some-engine" } as unknown as typeof finding;
    const page = find(renderHtml(makeAssessment([finding, other]), digest), "example.html");
    expect(page).toContain('<th scope="col">Symbolic, Assay&#39;s verifier</th><th scope="col">later/some-engine</th>');
    expect(page.match(/<tr data-verdicts="holds holds"/g)).toHaveLength(1);
  });

  it("shows a proof as a tree, each step once in full, and what is missing", () => {
    const text = find(renderHtml(makeAssessment(makeGoals("N<a>")), digest), "example.html");
    expect(text).toContain('<th scope="col">BAN logic</th>');
    const [tree = ""] = /<div class="tree">.*?<\/div>/s.exec(text) ?? [];
    expect(tree.match(/<details open>/g)).toHaveLength(2);
    expect([...tree.matchAll(/step (\d), ([a-z]+)/g)].map(([, id, by]) => `${id} ${by}`)).toEqual([
      "4 verification",
      "1 assumption",
      "3 meaning",
      "1 as",
      "2 message",
    ]);
    expect(tree).toContain("A |≡ N&#60;a&#62;");
    expect(text).toContain("<dt>would do</dt><dd>A believes fresh(N&#60;a&#62;)</dd>");
  });

  it("does not follow a proof in circles", () => {
    const [goal] = makeGoals("N");
    if (goal?.verdict.is !== "derived") throw new Error("the first goal is derived");
    const steps = [
      { id: 1, formula: "F", by: "b", from: [2, 1, 9] },
      { id: 2, formula: "G", by: "b", from: [1] },
    ];
    const looped = { ...goal, verdict: { ...goal.verdict, proof: { profile: "p", steps } } };
    const text = find(renderHtml(makeAssessment([looped]), digest), "example.html");
    expect(text.match(/class="formula"/g)).toHaveLength(2);
  });

  it("does not change with the time it took", () => {
    const assessment = makeAssessment();
    expect(renderHtml({ ...assessment, timings: { milliseconds: 99 } }, digest)).toEqual(pages);
  });
});

describe("html", () => {
  it("lets no text become markup", () => {
    const text = fc.oneof(fc.string({ unit: "binary-ascii" }), fc.constantFrom(...HOSTILE));
    fc.assert(
      fc.property(text, (hostile) => {
        const { markup } = html`<a title="${hostile}">${[hostile, html`<b>${hostile}</b>`]}</a>`;
        const bare = markup.replaceAll(/<a title="[^"<>]*">|<\/a>|<\/?b>/g, "");
        expect(bare).not.toMatch(/[<>"'`\u0000-\u001f]/);
        expect(markup.match(/</g)).toHaveLength(4);
      }),
    );
  });
});

describe("namePages", () => {
  it("gives every protocol a file of its own, on any file system", () => {
    const name = fc.oneof(fc.constantFrom("index", "Index", "CON", "a/b", "A b", "..", "", "日本"), fc.string());
    fc.assert(
      fc.property(fc.array(name, { maxLength: 12 }), (names) => {
        const files = namePages(names.map((protocol) => ({ source: protocol, protocol })));
        expect(new Set(["index.html", ...files]).size).toBe(names.length + 1);
        for (const file of files) expect(file).toMatch(/^(?!con\.|prn\.|aux\.|nul\.)[a-z0-9][a-z0-9-]*\.html$/);
      }),
    );
  });
});
