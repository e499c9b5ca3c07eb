import { delays } from '@huren/explorer-model'
import { Alert } from 'antd'
import { useWords, type Words } from '../../language.tsx'
import { useChosen } from '../parts/chosen.tsx'
import { Grouped } from '../parts/grouped.tsx'
import { Shares } from '../parts/shares.tsx'

interface Props {
  readonly version: number
  readonly dark: boolean
  readonly whole?: Words
}

const results = ['committed', 'duplicate', 'refused', 'invalid']
const versions = ['final', 'preliminary', 'amended', 'withdrawn']

/** Quality of recognition data (互认数据质量监控分析, CITY-32): what was refused, repeated, late, amended, marked as failed. */
export const Quality = ({ version, dark, whole }: Props) => {
  const { t } = useWords()
  const { chosen, head } = useChosen(t('互认数据质量', 'Quality of recognition data'), whole)
  const committed = { ...chosen, result: 'committed' }
  const parts = { version, dark }
  return (
    <>
      {head}
      <Alert
        type="info"
        title={t(
          '报告内容不上链，其内容质量由质控中心评定，评定结果（质控标识）在账本上。这里看的是：提交被拒绝、重复、迟到、更正和撤回，以及质控标识。',
          'What reports say is not on the ledger; quality centres judge it, and their marks are. Shown here: what was refused, repeated, late, amended and withdrawn, and the marks.',
        )}
      />
      <Shares
        name="results"
        title={t('各机构提交的结果', 'What became of submissions')}
        of={{ ...chosen }}
        by="institution"
        columns={results.map((word) => ({ dimension: 'result', word }))}
        version={version}
      />
      <Shares
        name="timeliness"
        title={t('各机构从签名到上链', 'From signature to ledger')}
        of={committed}
        by="institution"
        columns={delays.map((word) => ({ dimension: 'delay', word }))}
        version={version}
      />
      <Shares
        name="versions"
        title={t('各机构的报告版本', 'Versions of reports')}
        of={{ ...committed, type: 'report' }}
        by="institution"
        columns={versions.map((word) => ({ dimension: 'outcome', word }))}
        version={version}
      />
      <div className="halves">
        <Grouped
          name="refusals"
          title={t('为何被拒绝', 'Why refused')}
          filter={{ ...chosen, result: 'refused' }}
          by="code"
          split="type"
          kind="bar"
          {...parts}
        />
        <Grouped
          name="marks"
          title={t('质控标识', 'Quality marks')}
          filter={{ ...committed, type: 'quality-mark' }}
          by="outcome"
          split="city"
          kind="bar"
          {...parts}
        />
      </div>
    </>
  )
}
