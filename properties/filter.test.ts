import { filter } from './filter.ts'
import { holdOfTheReference } from './judged.fixture.ts'

holdOfTheReference(filter)
