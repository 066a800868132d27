import { areKilled } from './killed.fixture.ts'
import { registerBugs } from './registers.ts'

areKilled(registerBugs)
