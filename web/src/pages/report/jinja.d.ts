declare module '*.jinja' {
  /** A template, compiled by `web/jinja.mjs`. */
  const template: object;
  export default template;
}

declare module 'nunjucks/browser/nunjucks-slim' {
  class Environment {
    constructor(loaders: unknown[], options: { autoescape: boolean });
    addFilter(name: string, filter: (value: unknown) => string): void;
  }
  class Template {
    constructor(compiled: { type: 'code'; obj: object }, environment: Environment, name: string);
    render(context: object): string;
  }
  const nunjucks: { Environment: typeof Environment; Template: typeof Template };
  export default nunjucks;
}
