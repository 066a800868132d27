import { filter } from '../filter.ts'
import { areKilled } from '../judged.fixture.ts'
import { filterBugs } from './filter.ts'

areKilled(filterBugs, filter)
