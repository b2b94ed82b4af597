// The worked examples, one tab each: the question of the review first. A tab takes its title from the operation's name.
import theReview from '../../examples/1-the-review-beside-the-record.graphql';
import theAgreedItems from '../../examples/2-the-agreed-items.graphql';
import twoProvinces from '../../examples/3-two-provinces.graphql';
import theCityAndEachProvince from '../../examples/4-the-city-and-each-province.graphql';
import beforeAndAfter from '../../examples/5-before-and-after.graphql';
import whoHostedWhat from '../../examples/6-who-hosted-what.graphql';

export const examples = [
  theReview,
  theAgreedItems,
  twoProvinces,
  theCityAndEachProvince,
  beforeAndAfter,
  whoHostedWhat,
];
