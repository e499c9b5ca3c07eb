import { ProofLine } from '../patient/parts/proof.tsx'

/** Loaded when somebody verifies: the verifier is larger than the page. */
export const NoticeProof = ({ id, text }: { readonly id: string; readonly text: string }) => (
  <ProofLine row={{ id, text }} from="/notice/api" />
)
