import { configuration } from '../configuration.ts'
import { filter } from '../filter.ts'
import { areKilled } from '../judged.fixture.ts'
import { configurationBugs } from './configuration.ts'

areKilled(configurationBugs, [...configuration, ...filter])
