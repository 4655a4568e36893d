/** The oracles of a game, read from the declaration of its view: what they take and give, and what is said of them. */
import { type InterfaceDeclaration, Node, type Project, type SourceFile } from "ts-morph";

/** One property of a view. */
export interface OracleDeclaration {
  readonly name: string;
  readonly about: string;
  /** The parameters of a function; undefined for a value. */
  readonly parameters: readonly { readonly name: string; readonly type: string }[] | undefined;
  /** The type of a value, or what a function gives. */
  readonly type: string;
}

/** The properties of a view, those that it inherits first. */
export function readView(project: Project, path: string, text: string, view: string): readonly OracleDeclaration[] {
  const file = project.createSourceFile(path, text, { overwrite: true });
  return readInterface(file, file.getInterfaceOrThrow(view));
}

function readInterface(file: SourceFile, declaration: InterfaceDeclaration): readonly OracleDeclaration[] {
  const inherited = declaration.getExtends().flatMap((base) => {
    const parent = file.getInterface(base.getExpression().getText());
    return parent === undefined ? [] : readInterface(file, parent);
  });
  const own = declaration.getProperties().map((property): OracleDeclaration => {
    const type = property.getTypeNodeOrThrow();
    const about = property
      .getJsDocs()
      .map((doc) => doc.getDescription().trim())
      .join(" ");
    if (!Node.isFunctionTypeNode(type)) {
      return { name: property.getName(), about, parameters: undefined, type: type.getText() };
    }
    const parameters = type.getParameters().map((parameter) => ({
      name: parameter.getName(),
      type: parameter.getTypeNodeOrThrow().getText(),
    }));
    return { name: property.getName(), about, parameters, type: type.getReturnTypeNodeOrThrow().getText() };
  });
  return [...inherited, ...own];
}
