// Links to records by what they are called.
import { Link } from 'wouter';
import { agreementAt, provinceAt, recordAt, type Place } from '../address';
import type { LabelFragment } from '../gql/graphql';
import { useFormat } from '../lang';
import { useWord } from '../words';

export function PlaceLink({ place }: { place: Place }) {
  return <Link href={provinceAt(place)}>{place.name}</Link>;
}

/** What a record is called. */
export function useLabel() {
  const word = useWord();
  const { day } = useFormat();
  return (node: LabelFragment): string => {
    switch (node.__typename) {
      case 'Claim':
        return node.narrative ?? word(node.metric);
      case 'Directive':
        return node.text;
      case 'Field':
        return node.fieldTitle ?? node.sector?.name ?? word('Field');
      case 'Organization':
      case 'Province':
      case 'Sector':
        return node.name;
      case 'Succession':
        return `${word('Succession')} ${day(node.on)}`;
      default:
        return node.title;
    }
  };
}

/** Where a record's page is. */
export function addressOf(node: LabelFragment): string {
  if (node.__typename === 'Agreement') return agreementAt(node.code);
  if (node.__typename === 'Province') return provinceAt(node);
  return recordAt(node.id);
}

export function NodeLink({ node }: { node: LabelFragment }) {
  const label = useLabel();
  return <Link href={addressOf(node)}>{label(node)}</Link>;
}
