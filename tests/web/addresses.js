// The pages' addresses, of records that the built-in record has.
export async function addressesOf(ask) {
  const { activities, agreement } = await ask(
    '{ activities(first: 1) { nodes { id } } agreement(by: {code: "tt-2022"}) { id } }',
  );
  return [
    '/',
    '/agreements',
    '/agreement/tt-2022',
    '/map',
    '/map?on=2003-05-05&of=lam-dong-2025&view=near',
    '/matrix',
    '/matrix?figure=direction',
    '/pair/lam-dong-2025/ho-chi-minh-2025',
    '/provinces',
    '/province/lam-dong',
    '/search?q=ho%20tro',
    `/record/${activities.nodes[0].id}`,
    `/record/${agreement.id}`,
    '/report/agreement/tt-2022',
    '/work',
    `/do/record-outcome/${activities.nodes[0].id}`,
  ];
}
