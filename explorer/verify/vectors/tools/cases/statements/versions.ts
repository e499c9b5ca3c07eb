import { first } from '../../province.ts'
import { digest, logged, uuid } from '../../world.ts'
import { type Case, must, valid } from '../case.ts'
import { administration, amended, base, institution, made, reporting, tell } from './story.ts'

/** Versions of a report, and statements that rest on what was not accepted. */
export const versions: readonly Case[] = [
  tell('version-first-missing', 'version 2 without version 1', must('version-chain'), ...base, amended({})),
  tell(
    'version-other-report',
    'supersedes a version of another report',
    must('version-chain'),
    ...base,
    first,
    amended({ report: uuid(3) }),
  ),
  tell(
    'version-skipped',
    'version 3 supersedes version 1',
    must('version-chain'),
    ...base,
    first,
    amended({ version: 3 }),
  ),
  tell(
    'version-after',
    'the version that it supersedes comes later in the log',
    must('version-chain'),
    ...base,
    first,
    amended({}),
    amended({ version: 3, report: uuid(1), supersedes: digest('nothing') }),
  ),
  tell(
    'version-withdrawn',
    'a withdrawal is a version',
    valid,
    ...base,
    first,
    made.report({
      version: 2,
      status: 'withdrawn',
      supersedes: first.id,
      content: undefined,
      format: undefined,
    }),
  ),
  tell(
    'rests-on-refused',
    'the registration of the key was refused',
    must('not-committed'),
    institution,
    administration,
    logged(reporting, 3, 0, 'refused key-conflict'),
    made.report(),
  ),
  tell(
    'rests-on-invalid',
    'the transaction of the registration was invalid',
    must('not-committed'),
    institution,
    administration,
    logged(reporting, 3, 0, 'invalid 10'),
    made.report(),
  ),
]
