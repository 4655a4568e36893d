/** Reports whether the operating system, or a package that passes its errors on, failed with a code such as ENOSPC. */
export function isErrorOf(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && error.code === code) return true;
  return error.message.includes(`${code}:`) || isErrorOf(error.cause, code);
}
