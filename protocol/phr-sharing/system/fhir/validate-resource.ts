/**
 * Resources against the base definitions of FHIR R4, by the package `fhir`: elements, cardinalities, types, value sets that bind.
 *
 * The package is loaded when a resource is validated. Terminologies that it does not bring, such as LOINC, are not looked into.
 */
import { createRequire } from "node:module";

/** A violation in a resource: its place, and one sentence. */
export interface Finding {
  readonly at: string;
  readonly because: string;
}

/** Validates resources. */
export interface Validator {
  /** The errors; none for a resource that R4 allows. */
  readonly validate: (resource: object) => readonly Finding[];
}

interface Message {
  readonly location?: string;
  readonly resourceId?: string;
  readonly severity: string;
  readonly message: string;
}

interface FhirModule {
  readonly Fhir: new () => {
    validate(resource: object, options: object): { readonly messages: readonly Message[] };
  };
}

/** The validator; undefined where the package is not installed. */
export function loadValidator(): Validator | undefined {
  let loaded: FhirModule;
  try {
    // The package has no entry for ES modules.
    loaded = createRequire(import.meta.url)("fhir/fhir") as FhirModule;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
  const fhir = new loaded.Fhir();
  return {
    validate(resource) {
      try {
        return fhir.validate(resource, { errorOnUnexpected: true }).messages.flatMap(toFinding);
      } catch {
        // It reads null as an object, and recurses: FHIR has no null outside lists, and nothing that deep.
        return [{ at: "the resource", because: "It has a null or a nesting that FHIR has not" }];
      }
    },
  };
}

function toFinding({ severity, location = "", resourceId, message }: Message): readonly Finding[] {
  if (severity !== "error" && severity !== "fatal") return [];
  const where = resourceId === undefined || resourceId.startsWith("#") ? "" : ` of ${resourceId}`;
  return [{ at: `${location === "" ? "the resource" : location}${where}`, because: message.replace(/\.$/u, "") }];
}
