import { areKilled } from '../judged.fixture.ts'
import { ring } from '../ring.ts'
import { steering } from '../steering.ts'
import { raceBugs } from './race.ts'

areKilled(raceBugs, [...steering, ...ring])
