/** The part of SARIF 2.1.0 that Assay writes, as types; the names are those of the standard. */

/** A text; `{` and `}` stand doubled in it (section 3.11.5). */
export interface Message {
  readonly text: string;
}

/** Where something is. */
export interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly logicalLocations?: readonly {
    readonly name: string;
    readonly fullyQualifiedName: string;
    readonly kind: string;
  }[];
  readonly message?: Message;
}

/** A kind of result. */
export interface ReportingDescriptor {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly help: Message;
  readonly defaultConfiguration: { readonly level: Level };
}

export type Level = "none" | "note" | "warning" | "error";

/** One finding. */
export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: "pass" | "fail" | "open";
  readonly level: Level;
  readonly message: Message;
  readonly locations: readonly Location[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly codeFlows?: readonly { readonly message: Message; readonly threadFlows: readonly ThreadFlow[] }[];
  readonly suppressions?: readonly {
    readonly kind: "external";
    readonly status: "accepted";
    readonly justification: string;
  }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The steps of an attack. */
export interface ThreadFlow {
  readonly locations: readonly {
    readonly location: Location;
    readonly kinds: readonly string[];
    readonly executionOrder: number;
    readonly importance: "essential" | "important";
  }[];
}

/** Something wrong with what was to be analysed. */
export interface Notification {
  readonly descriptor: { readonly id: string };
  readonly level: Level;
  readonly message: Message;
  readonly locations: readonly Location[];
}

/** A whole file. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly semanticVersion: string;
        readonly rules: readonly ReportingDescriptor[];
      };
    };
    readonly automationDetails: { readonly id: string };
    readonly columnKind: "utf16CodeUnits";
    readonly artifacts: readonly {
      readonly location: { readonly uri: string; readonly uriBaseId?: string };
      readonly hashes: { readonly "sha-256": string };
    }[];
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolConfigurationNotifications: readonly Notification[];
    }[];
    readonly results: readonly Result[];
  }[];
}
