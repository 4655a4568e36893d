import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { askChoices } from "./ask-choices.ts";
import { runHere } from "./example.ts";

const init = (...words: string[]) => runHere(process.cwd(), "init", ...words);

describe("assay init", () => {
  it("writes a repository that passes its own audit, and adds protocols to it", async () => {
    const folder = makeFolder({ ".gitignore": "mine\n" });
    const first = await init(folder, "--protocol", "key-exchange", "--roles", "Client,Server", "--ci", "github");
    expect(first.status).toBe(0);
    expect(first.stdout).toContain(`${join(folder, "protocol/key-exchange/protocol.ts")}\n`);
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("mine\n");
    expect(existsSync(join(folder, ".github/workflows/verify.yml"))).toBe(true);
    expect((await init(folder, "--protocol", "another")).status).toBe(0);
    const audit = await runHere(folder, "audit", "--quiet");
    expect(audit.stderr).toBe("");
    expect(audit.stdout).toContain("10 claims: 8 hold (8 for any number of runs), 2 attacks. All as expected.\n");
    expect(audit.status).toBe(0);
  });

  it("writes over nothing", async () => {
    const folder = makeFolder({ "protocol/login/notes.md": "mine" });
    const { stderr, status } = await init(folder, "--protocol", "login");
    expect(stderr).toContain("error AS403: ");
    expect(status).toBe(2);
    expect(existsSync(join(folder, "assay.config.yaml"))).toBe(false);
  });

  it.each([
    [["--protocol", "../evil"], 'AS404: Invalid name: a protocol "../evil".'],
    [["--protocol", "Login"], "AS404"],
    [["--roles", "I,I"], 'AS404: Invalid name: two roles "I".'],
    [["--roles", "N,R"], 'AS404: Invalid name: a role "N".'],
    [["--roles", "a b,R"], "AS404"],
    [["--roles", "I"], "It should be two names, such as I,R."],
    [["--ci", "elsewhere"], "Allowed choices are github, none."],
  ])("does not take %s", async (words, said) => {
    const folder = makeFolder({});
    const { stderr, status } = await init(folder, ...words);
    expect(stderr).toContain(said);
    expect(status).toBe(2);
    expect(existsSync(join(folder, "protocol"))).toBe(false);
  });
});

describe("askChoices", () => {
  async function answer(...answers: string[]) {
    const asked: string[] = [];
    const choices = await askChoices((question) => {
      asked.push(question);
      return Promise.resolve(answers.shift() ?? "");
    });
    return { asked, choices };
  }

  it("offers what holds where nothing is chosen", async () => {
    const { asked, choices } = await answer();
    expect(asked).toHaveLength(4);
    expect(choices).toEqual({ protocol: "challenge-response", roles: ["I", "R"], ci: "none" });
  });

  it("takes answers, and asks again for a name that cannot be", async () => {
    const { asked, choices } = await answer("Bad Name", "login", "R", "C", "yes");
    expect(asked).toHaveLength(5);
    expect(choices).toEqual({ protocol: "login", roles: ["R", "C"], ci: "github" });
    await expect(answer("X", "Y", "Z")).rejects.toThrow("AS404");
  });
});
