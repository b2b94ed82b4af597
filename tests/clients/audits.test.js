// GraphQL over HTTP, by the audits of npm's graphql-http: all of them, MUST, SHOULD and MAY.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { Program } from './program.js';

describe('the audits of graphql-http', () => {
  let program;
  before(async () => (program = await Program.start()));
  after(() => program.remove());

  const audits = serverAudits({ url: () => program.url });
  test('are as many as ever', () => assert.ok(audits.length >= 61, `${audits.length}`));
  for (const audit of audits) {
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      assert.equal(result.status, 'ok', result.reason);
    });
  }
});
