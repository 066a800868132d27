import { areKilled } from './killed.fixture.ts'
import { resetBugs } from './reset.ts'

areKilled(resetBugs)
