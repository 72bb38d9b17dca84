import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import 'graphiql/graphiql.css';
import './explorer.css';
import { firstQuery } from './first-query.js';

const tokenKey = 'muster.token';

// takeToken moves the token of "#token=…" out of the address, where it would be copied and bookmarked, into the
// tab's own memory.
function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given) {
    sessionStorage.setItem(tokenKey, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given ?? sessionStorage.getItem(tokenKey);
}

// Subscriptions send what the Headers tab holds as the socket's connectionParams.
const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  subscriptionUrl: location.origin.replace(/^http/, 'ws') + '/graphql',
  enableIncrementalDelivery: false,
});

const token = takeToken();
const headers = token ? JSON.stringify({ Authorization: `Bearer ${token}` }, null, 2) : undefined;

createRoot(document.getElementById('explorer')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={firstQuery}
    headers={headers}
    defaultHeaders={headers}
    defaultEditorToolsVisibility="headers"
  />,
);
