// Packages that become part of the bundle: whoever installs Assay is spared two dozen packages and a fifth of a second at each
// start, most of which went into finding their files. Their licences are printed in dist/, and the bill of materials has them.
export const BUNDLED = [
  "ajv",
  "commander",
  "fast-deep-equal",
  "fast-uri",
  "json-schema-traverse",
  "lines-and-columns",
  "require-from-string",
  "sucrase",
  "ts-interface-checker",
  "yaml",
];

/** True for a package, or a module of it, that the bundle takes in. */
export function isBundled(id) {
  return BUNDLED.some((name) => id === name || id.startsWith(`${name}/`)) || /^@(jridgewell|oxc-project)\//.test(id);
}
