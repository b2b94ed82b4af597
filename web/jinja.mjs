// Templates become functions when the pages are bundled: the browser has neither their text nor a compiler, and the policy
// of the pages allows no code that is made while they run.
import { readFile } from 'node:fs/promises';
import nunjucks from 'nunjucks';

export const jinja = {
  name: 'jinja',
  setup(build) {
    build.onLoad({ filter: /\.jinja$/ }, async ({ path }) => {
      const environment = new nunjucks.Environment([], { autoescape: true, throwOnUndefined: false });
      const wrapper = ([{ template }]) => `export default (function () {\n${template}\n})();`;
      const contents = nunjucks.precompileString(await readFile(path, 'utf8'), { name: 'report', env: environment, wrapper });
      return { contents, loader: 'js' };
    });
    // It looks for the global object by making code, which the policy refuses and browsers report.
    build.onLoad({ filter: /nunjucks-slim\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace(/\(function\(\) \{\s*return this;\s*\}\)\(\)/, 'globalThis');
      if (contents === text) throw new Error(`${path} looks for the global object in another way than before`);
      return { contents, loader: 'js' };
    });
  },
};
