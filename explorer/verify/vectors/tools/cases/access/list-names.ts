import { bytesToHex } from '@noble/hashes/utils.js'
import { otherLog, people } from '../../access-province.ts'
import { digest } from '../../world.ts'
import { type AccessCase, flipped } from './case.ts'
import {
  beside,
  denied,
  liPlace,
  list,
  proofOf,
  refuse,
  withEntries,
  zhang,
  zhangLabel,
} from './list-case.ts'

/** Complete lists: whose list it is, and that there is none. */
export const listNames: readonly AccessCase[] = [
  refuse('another person’s list', 'list-name', 'asked for Zhang, answered with Li', list(people.li)),
  refuse(
    'another person’s list under a proof for Zhang',
    'list-incomplete',
    'the place is Zhang’s, the entries are Li’s',
    { ...list(people.li), ...proofOf('patient', people.zhang) },
  ),
  refuse('a proof of an institution’s name', 'list-name', 'the kind is part of the name', {
    ...zhang,
    ...proofOf('institution', people.zhang),
  }),
  refuse('a patient’s list told as an institution’s', 'list-name', 'the kind is part of the name', {
    ...zhang,
    kind: 'institution',
  }),
  refuse('a proof by another key', 'list-name', 'the checkpoint names the log’s key', {
    ...zhang,
    proof: otherLog.place('patient', people.zhang).proof,
  }),
  refuse('a damaged proof of the name', 'list-name', 'one byte', {
    ...zhang,
    proof: flipped(zhang.proof),
  }),
  refuse('a proof of the name cut', 'access-malformed', '79 bytes', {
    ...zhang,
    proof: zhang.proof.slice(0, -4),
  }),
  refuse('a name that differs in one character', 'list-name', 'another name is another list', zhang, {
    subject: `${people.zhang}x`,
  }),
  refuse('non-inclusion forged: an empty place', 'list-incomplete', 'Zhang has a list', denied()),
  refuse('non-inclusion forged: another list there', 'index-proof', 'Li’s label does not lead there', {
    ...denied(),
    other: { label: bytesToHex(liPlace.label), value: digest('value') },
  }),
  refuse(
    'non-inclusion forged: the list itself as another',
    'index-proof',
    'it is the label that was asked for',
    {
      ...denied(),
      other: { label: zhangLabel, value: digest('value') },
    },
  ),
  refuse('non-inclusion forged: a made-up list there', 'list-incomplete', 'nobody committed to it', {
    ...denied(),
    other: { label: beside(zhangLabel), value: digest('value') },
  }),
  refuse(
    'non-inclusion forged: an empty place higher up',
    'list-incomplete',
    'the way is cut short',
    withEntries({ ...zhang, siblings: zhang.siblings.slice(0, 1) }, []),
  ),
  refuse('shown and denied at once', 'index-proof', 'a list, and another in its place', {
    ...zhang,
    other: { label: digest('label'), value: digest('value') },
  }),
]
