// The console: GraphiQL with worked examples, talking to the API on this origin.
// Monaco is imported here, and not only lazily by GraphiQL, so that its stylesheet joins the entry's.
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { ReloadIcon, ToolbarButton } from '@graphiql/react';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import * as monaco from 'monaco-graphql/esm/monaco-editor.js';
import { endpoint, subscriptions } from './endpoint.js';
import { examples } from './examples.js';
import { FINDER_PLUGIN } from './finder.jsx';
import { handedOver } from './handed.js';
import { askForReset, resetIfAsked } from './reset.js';
import { FollowTheme } from './theme.jsx';
import './workers.js';
import './style.css';

resetIfAsked();

monaco.editor.onDidCreateEditor((editor) => {
  editor.updateOptions({
    // GraphiQL names Fira Code, which lacks Vietnamese letters and is not shipped: the reader's own fonts have them.
    fontFamily: getComputedStyle(document.body).getPropertyValue('--mono'),
    fontSize: 14,
    // Vietnamese prose is no attempt at look-alike characters.
    unicodeHighlight: { ambiguousCharacters: false },
    wordWrap: 'on',
  });
});

const fetcher = createGraphiQLFetcher({ url: endpoint, subscriptionUrl: subscriptions });
const handed = handedOver();
const defaultTabs = [...(handed ? [handed] : []), ...examples.map((query) => ({ query }))];

// Request headers carry access tokens, so they never reach the browser's storage.
createRoot(document.getElementById('console')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={defaultTabs}
    initialQuery={handed?.query}
    initialVariables={handed?.variables}
    plugins={[FINDER_PLUGIN, HISTORY_PLUGIN]}
    shouldPersistHeaders={false}
    inputValueDeprecation
    schemaDescription
  >
    <GraphiQL.Logo>
      <a className="graphiql-logo-link" href="../">hoptac</a>
      <h1 className="hidden">GraphiQL</h1>
      <FollowTheme />
    </GraphiQL.Logo>
    <GraphiQL.Toolbar>
      {({ prettify, merge, copy }) => (
        <>
          {prettify}
          {merge}
          {copy}
          <ToolbarButton label="Reset examples" onClick={askForReset}>
            <ReloadIcon className="graphiql-toolbar-icon" aria-hidden="true" />
          </ToolbarButton>
        </>
      )}
    </GraphiQL.Toolbar>
  </GraphiQL>,
);
