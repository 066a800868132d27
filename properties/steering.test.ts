import { holdOfTheReference } from './judged.fixture.ts'
import { steering } from './steering.ts'

holdOfTheReference(steering)
