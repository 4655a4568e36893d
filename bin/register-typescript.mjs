// Lets Node.js read TypeScript from here on: `node --import ./bin/register-typescript.mjs bench/bench.ts`.
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
