/** The regulator's door in a real browser, over one block of vectors and servers that may lie: see the folder. */
import './e2e/pages.ts'
import './e2e/supervision.ts'
import './e2e/numbers.ts'
import './e2e/lies.ts'
import './e2e/bad-input.ts'
