import { describe, expect, it } from "vitest";
import { HELP, readOptions, UsageError } from "./options.ts";

describe("the options of the hunt", () => {
  it("have defaults", () => {
    expect(readOptions([], 7)).toEqual({ seconds: 60, seed: 7, runs: 2, states: 8000, engine: "all" });
    expect(readOptions(["--seconds", "5", "--seed=9", "--runs", "3", "--engine", "saturation"], 7)).toEqual({
      seconds: 5,
      seed: 9,
      runs: 3,
      states: 8000,
      engine: "saturation",
    });
  });

  it("explain themselves", () => {
    expect(readOptions(["--help"], 7)).toBe("help");
    for (const option of ["seconds", "seed", "runs", "states", "engine", "help"]) expect(HELP).toContain(`--${option}`);
  });

  it.each([
    [["--runs", "4"], "--runs is a whole number from 1 to 3, not '4'."],
    [["--seconds", "soon"], "--seconds is a whole number from 1 to 1000000, not 'soon'."],
    [["--seconds", ""], "--seconds"],
    [["--engine", "oracle"], "--engine is one of"],
    [["--faster"], "--faster"],
    [["--runs"], "--runs"],
    [["more"], "more"],
  ])("refuse %j", (args, message) => {
    expect(() => readOptions(args, 7)).toThrow(UsageError);
    expect(() => readOptions(args, 7)).toThrow(message);
  });
});
