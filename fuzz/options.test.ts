import { describe, expect, it } from "vitest";
import { HELP, readOptions, UsageError } from "./options.ts";

describe("the options of the hunt", () => {
  it("have defaults", () => {
    const none = { mutant: undefined, namesMutant: undefined, judges: [], pieces: undefined };
    const usual = { seed: 7, runs: 2, states: 8000, engine: "all", protocols: Number.POSITIVE_INFINITY };
    expect(readOptions([], 7)).toEqual({ ...usual, seconds: 60, subject: "spdl", ...none });
    expect(readOptions(["--seconds", "5", "--seed=9", "--runs", "3", "--engine", "saturation"], 7)).toEqual({
      ...usual,
      seconds: 5,
      seed: 9,
      runs: 3,
      engine: "saturation",
      subject: "spdl",
      ...none,
    });
  });

  it("take the mistakes of what is looked at", () => {
    expect(readOptions(["--names", "--mutant", "eve-by-spelling"], 7)).toMatchObject({
      subject: "names",
      mutant: undefined,
      namesMutant: "eve-by-spelling",
    });
  });

  it("have others for descriptions", () => {
    const { states, subject, mutant, protocols, seconds } = Object(
      readOptions(["--dsl", "--mutant", "directed", "--protocols", "500"], 7),
    );
    expect({ states, subject, mutant, protocols }).toEqual({
      states: 3000,
      subject: "dsl",
      mutant: "directed",
      protocols: 500,
    });
    expect(seconds).toBeGreaterThan(60);
  });

  it("explain themselves", () => {
    expect(readOptions(["--help"], 7)).toBe("help");
    for (const option of ["seconds", "seed", "runs", "states", "engine", "dsl", "mutant", "protocols", "help"])
      expect(HELP).toContain(`--${option}`);
  });

  it.each([
    [["--runs", "4"], "--runs is a whole number from 1 to 3, not '4'."],
    [["--seconds", "soon"], "--seconds is a whole number from 1 to 1000000, not 'soon'."],
    [["--seconds", ""], "--seconds"],
    [["--engine", "oracle"], "--engine is one of"],
    [["--dsl", "--mutant", "typo"], "--mutant is with --dsl one of"],
    [["--dsl", "--mutant", "eve-by-spelling"], "--mutant is with --dsl one of"],
    [["--names", "--mutant", "directed"], "with --names one of eve-by-spelling"],
    [["--mutant", "directed"], "--mutant is with --dsl one of"],
    [["--protocols", "0"], "--protocols is a whole number"],
    [["--faster"], "--faster"],
    [["--runs"], "--runs"],
    [["more"], "more"],
  ])("refuse %j", (args, message) => {
    expect(() => readOptions(args, 7)).toThrow(UsageError);
    expect(() => readOptions(args, 7)).toThrow(message);
  });
});
