// `npm run queue`: a Redis on this machine's loopback for development, if the package is there; it keeps nothing, and ends
// with Ctrl-C. Usage: npm run queue [-- port]
import { spawn } from "node:child_process";

const port = process.argv[2] ?? "6379";
const words = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"];
const redis = spawn("redis-server", words, { stdio: "inherit" });
redis.on("spawn", () => console.log(`redis://127.0.0.1:${port}; Ctrl-C ends it.`));
redis.on("error", () => {
  console.error(
    "There is no redis-server: apt-get install redis-server, or docker run -p 127.0.0.1:6379:6379 redis:7.",
  );
  process.exitCode = 1;
});
redis.on("exit", (status) => {
  process.exitCode = status ?? 0;
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => redis.kill(signal));
