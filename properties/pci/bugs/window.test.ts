import { areKilled } from './killed.fixture.ts'
import { windowBugs } from './window.ts'

areKilled(windowBugs)
