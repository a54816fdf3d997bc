import { join } from 'node:path'
import { Configuration } from '@midwayjs/core'
import * as koa from '@midwayjs/koa'

@Configuration({ imports: [koa], importConfigs: [join(__dirname, './config')] })
export class MainConfiguration {}
