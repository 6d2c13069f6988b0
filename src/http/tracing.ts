import { AsyncLocalStorage } from 'node:async_hooks'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Pools } from '../db/pool.ts'
import { isWatching } from './admission.ts'

/**
 * Traces, where OTEL_EXPORTER_OTLP_ENDPOINT says where they go: one span for each request, which goes on with the
 * caller's trace, and one for each SQL statement in it. Neither holds what was asked. Without the setting, nothing of
 * OpenTelemetry is loaded. What can't be delivered is dropped, and holds up no request.
 */
export async function registerTracing(app: FastifyInstance, { tracesTo }: Config, pools: Pools): Promise<void> {
  if (tracesTo === null) return
  const [api, core, { resourceFromAttributes, defaultResource, detectResources, envDetector }, sdk, otlp] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/core'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-http'),
    ])
  const exporter = new otlp.OTLPTraceExporter({ url: `${tracesTo.replace(/\/$/, '')}/v1/traces` })
  const provider = new sdk.BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'ttdn' }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('ttdn')
  const propagator = new core.W3CTraceContextPropagator()
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, defaultTextMapGetter, trace } = api

  const current = new AsyncLocalStorage<typeof ROOT_CONTEXT>()
  const contexts = new WeakMap<FastifyRequest, typeof ROOT_CONTEXT>()
  app.addHook('onRequest', (request, reply, done) => {
    const { method, routeOptions, headers, id } = request
    if (isWatching(request)) return done()
    const route = routeOptions.url ?? 'none'
    const parent = propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter)
    const attributes = { 'http.request.method': method, 'http.route': route, 'ttdn.request_id': id }
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent)
    contexts.set(request, trace.setSpan(parent, span))
    reply.raw.once('close', () => {
      span.setAttribute('http.response.status_code', reply.raw.writableFinished ? reply.statusCode : 499)
      span.setAttribute('ttdn.tenant', request.graphqlContext?.viewer?.province?.slug ?? 'none')
      if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
    request.log = request.log.child({ traceId: span.spanContext().traceId })
    done()
  })
  // Not before: what follows a body that arrives in parts would have lost it.
  app.addHook('preValidation', (request, _, done) => {
    const context = contexts.get(request)
    if (context === undefined) return done()
    current.run(context, done)
  })
  pools.watch(({ name }) => {
    const parent = current.getStore()
    // What no request asked for, as the look at the database's health, is in no trace.
    if (parent === undefined) return
    const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': name }
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, parent)
    return (error) => {
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    }
  })
  app.addHook('onClose', () => provider.shutdown().catch(() => {}))
}
