import { configuration } from './configuration.ts'
import { holdOfTheReference } from './judged.fixture.ts'

holdOfTheReference(configuration)
