import { framings } from './framing.ts'
import { holdOfTheReference } from './judged.fixture.ts'

holdOfTheReference(framings)
