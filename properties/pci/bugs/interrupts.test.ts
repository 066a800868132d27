import { interruptBugs } from './interrupts.ts'
import { areKilled } from './killed.fixture.ts'

areKilled(interruptBugs)
