import { areKilled } from './killed.fixture.ts'
import { layoutBugs } from './layout.ts'

areKilled(layoutBugs)
