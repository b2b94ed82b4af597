// The worked examples, one tab each, in teaching order. A tab takes its title from the operation's name.
import walkTheAgreement from '../../examples/1-walk-the-agreement.graphql';
import oneProvince from '../../examples/2-one-province.graphql';
import whoHostedWhat from '../../examples/3-who-hosted-what.graphql';
import reportedBesideRecorded from '../../examples/4-reported-beside-recorded.graphql';
import beforeAndAfter from '../../examples/5-before-and-after.graphql';
import whoGaveWhoReceived from '../../examples/6-who-gave-who-received.graphql';

export const examples = [
  walkTheAgreement,
  oneProvince,
  whoHostedWhat,
  reportedBesideRecorded,
  beforeAndAfter,
  whoGaveWhoReceived,
];
