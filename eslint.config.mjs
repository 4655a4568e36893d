// What the compiler cannot see: promises that nobody waits for, unions that a switch forgets, unsafe escapes from types.
// Formatting is biome's, imports are dependency-cruiser's.
import typescript from "typescript-eslint";
import { english } from "./build/doc-comments.mjs";

export default typescript.config(
  { ignores: ["node_modules/", "dist/", "build/consumer/", ".cache/", "reports/", "**/*.spdl"] },
  {
    files: [
      "src/**/*.ts",
      "protocol/**/*.ts",
      "bench/**/*.ts",
      "examples/**/*.ts",
      "fuzz/**/*.ts",
      "games/**/*.ts",
      "*.config.ts",
    ],
    extends: [typescript.configs.base],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { english },
    rules: {
      "english/doc-comments": "error",
      eqeqeq: "error",
      "no-console": "error",
      "no-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/ban-ts-comment": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-for-in-array": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unsafe-argument": "error",
      "@typescript-eslint/no-unsafe-call": "error",
      "@typescript-eslint/no-unsafe-member-access": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/return-await": ["error", "in-try-catch"],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Programs that must not compile: every line is an error that is expected.
    files: ["src/**/*.types.ts"],
    rules: { "@typescript-eslint/ban-ts-comment": "off", "@typescript-eslint/no-unsafe-argument": "off" },
  },
  {
    files: ["src/**/*.test.ts", "fuzz/**/*.test.ts", "games/**/*.test.ts"],
    rules: { "@typescript-eslint/no-unsafe-call": "off", "@typescript-eslint/no-unsafe-member-access": "off" },
  },
  {
    files: ["bench/**/*.ts"],
    rules: { "no-console": "off" },
  },
);
