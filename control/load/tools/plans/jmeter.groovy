// What the users of this plan do. It runs once, in "set up"; the elements below it call the closures in props['im'].
// Every user has one connection. What is due next is chosen by 'next'; until then frames are read, one sample each. An action is
// written and then frames are read until its answer has come; where the connection breaks before, it is written again to the next
// one. Rows of samples.csv: when an action was due (µs since 1970), its name, how many µs it took from then, and what went wrong.
// The row 'end' is the last where none was lost.
import groovy.json.JsonSlurper
import groovy.json.JsonOutput
import org.apache.jmeter.services.FileServer
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.ThreadLocalRandom
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicLong

final MASK = (1L << 48) - 1
def folder = new File(FileServer.fileServer.baseDir ?: '.')
def number = { String name -> vars.get(name) as double }
def lines = { String name -> new File(folder, name).readLines('UTF-8').findAll { it } }
def im = [:]

im.now = { -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) }
im.us = { double seconds -> Math.round(seconds * 1e6d) }
im.texts = lines('texts.txt')
im.words = lines('words.txt')
im.emoji = vars.get('emoji').split(' ') as List
im.people = lines('people.csv').drop(1).collect { line ->
    def cells = line.split(',', -1)
    [login: cells[0], password: cells[1], token: cells[2], convs: cells[3].split(';').collect { it.split('=') }]
}
im.mix = vars.get('mix').split(' ').collect { it.split(':') }.collect { [it[0], it[1] as double] }
im.files = vars.get('files').split(' ').findAll { it }.collect { it.split(':') }
im.storms = vars.get('storms').split(' ').findAll { it }.collect { it.split(':').collect { part -> part as double } }
im.shard = vars.get('shard') as int
im.shards = vars.get('shards') as int
im.run = new Random().nextInt()
im.open = vars.get('open') == 'true'
im.samples = new File(folder, "samples-${vars.get("shard")}.csv").newPrintWriter("UTF-8")
im.row = { long due, String action, long us, String error ->
    synchronized (im.samples) { im.samples.println("$due,$action,$us,${error.replace(',', ' ')}") }
}
im.samples.println('due_us,action,us,error')
im.start = 0L
im.acting = new AtomicInteger()
im.quiet = new AtomicLong()
im.full = false
// The first user's arrival starts the run: until then classes are being loaded.
im.begin = { ->
    synchronized (im.samples) {
        if (im.start) return
        im.start = im.now()
        im.end = im.start + im.us(number('ramp') + number('hold'))
    }
    im.row(im.start, 'start', 0L, '')
    Thread.startDaemon('beat') { im.beat() }
}
// Ten times a second, how late this process looks at the clock: what it adds to every time by itself.
im.beat = { ->
    for (;;) {
        long due = im.now() + 100_000L
        Thread.sleep(100)
        im.row(due, 'beat', Math.max(1L, im.now() - due), '')
        synchronized (im.samples) { if (im.samples.checkError()) im.full = true }
    }
}
im.close = { ->
    synchronized (im.samples) {
        if (!im.samples.checkError()) im.row(im.now(), 'end', 0L, '')
        im.samples.close()
    }
}
im.stopped = { -> im.full || new File(folder, 'stop').exists() }
// Whether what was due before the end has failed by now, if it wasn't answered.
im.late = { -> im.now() > im.end + im.us(number('answer')) }
// Whether nobody comes back any more.
im.closed = { -> im.stopped() || im.now() > im.end + im.us(number('drain')) }
// Until when users stay: everybody has the last answer, and messages that are on their way have come.
im.until = { ->
    if (im.acting.get() > 0) return im.now() + 1_000_000L
    Math.max(im.quiet.get(), im.stopped() ? 0L : im.end as long) + im.us(number('drain'))
}

im.draw = { Random lot, List pairs ->
    double left = lot.nextDouble() * pairs.sum { it[1] as double }
    for (pair in pairs) { left -= pair[1] as double; if (left < 0) return pair[0] }
    pairs[-1][0]
}

// A user arrives.
im.arrive = { vars, int thread ->
    im.begin()
    int index = thread * im.shards + im.shard
    if (index >= im.people.size()) throw new IllegalStateException("people.csv has no line for user $index")
    def person = im.people[index]
    def lot = new Random((vars.get('seed') as long) * 1000003L + index)
    def hold = im.start + im.us(number('ramp'))
    def storms = im.storms.findAll { lot.nextDouble() < it[2] }.collect { hold + im.us(it[0] + lot.nextDouble() * it[1]) }.sort()
    vars.putObject('me', [index: index, person: person, lot: lot, storms: storms, number: 0, sync: '', newest: [:], known: [:],
                          token: person.token, refresh: '', issued: im.now(), stale: false, since: im.now(), due: im.now(), at: im.now(),
                          action: '', drawn: null, postponed: null, again: false, arrived: false])
    im.acting.incrementAndGet()
    vars.put('token', person.token)
    vars.put('file', new File(folder, "upload-${im.shard}-${thread}.bin").absolutePath)
    vars.put('go', 'true')
    vars.put('closed', 'true')
    vars.put('label', 'connect')
    ['idle', 'granting', 'arriving', 'pending', 'pinged'].each { vars.put(it, 'false') }
}

// Have a token made, or a newer one: with the refresh token, else with the password.
im.grant = { vars, boolean force ->
    def me = vars.getObject('me')
    boolean renew = me.token && (force || im.now() - me.issued > 600_000_000L)
    def body = renew && me.refresh ? [refresh_token: me.refresh] : [login: me.person.login, password: me.person.password, device: 'load']
    vars.put('granting', (me.person.password && (!me.token || renew)).toString())
    vars.put('grant', renew && me.refresh ? 'token' : 'login')
    vars.put('grant_body', JsonOutput.toJson(body))
}

im.granted = { vars, prev ->
    def me = vars.getObject('me')
    im.http(vars, prev, prev.sampleLabel, prev.startTime * 1000L)
    if (prev.successful) {
        def grant = new JsonSlurper().parseText(prev.responseDataAsString)
        if (!me.token) me.since = im.now()
        me.token = grant.access_token; me.refresh = grant.refresh_token; me.issued = im.now(); me.stale = false
        vars.put('token', me.token)
    }
    boolean again = !prev.successful && !me.token && !im.closed()
    if (again) Thread.sleep(500 + me.lot.nextInt(1000))
    vars.put('granting', again.toString())
}

im.http = { vars, prev, String action, long due ->
    im.row(due, action, Math.max(1L, im.now() - due), prev.successful ? '' : im.code(prev.responseDataAsString, prev.responseCode))
}

im.code = { String text, String otherwise ->
    try { new JsonSlurper().parseText(text).error.code } catch (ignored) { otherwise.startsWith('Non HTTP') ? 'no answer' : "HTTP $otherwise" }
}

// What this user does next, and when it is due.
im.next = { vars ->
    def me = vars.getObject('me')
    if (me.again) { me.again = false; vars.put('kind', 'frame'); return }
    def choice = me.postponed ?: im.choose(me)
    me.postponed = null
    if (choice[0] < im.end && im.late()) choice = im.forfeit(me, choice)
    me.due = choice[0]; me.action = choice[1]
    if (me.due >= im.end || im.stopped()) im.leave(vars)
    else {
        vars.put('kind', 'due')
        if (me.action == 'file') im.pick(vars)
    }
    im.idle(vars)
}

// A time and an action. A storm comes first, and what was drawn stays due.
im.choose = { me ->
    if (!me.arrived) { me.arrived = true; return [im.now(), 'none'] }
    if (me.drawn == null) {
        def gap = im.open ? im.us(-Math.log(1 - me.lot.nextDouble()) * number('period'))
                          : im.us(number('think_low') + me.lot.nextDouble() * (number('think_high') - number('think_low')))
        me.at = (im.open ? me.at : im.now()) + gap
        me.drawn = im.draw(me.lot, im.mix)
    }
    if (me.storms && me.storms[0] <= me.at) return [me.storms.remove(0), 'reconnect']
    def drawn = me.drawn
    me.drawn = null
    return [me.at, drawn]
}

// It is too late for what is still due before the end.
im.forfeit = { me, choice ->
    while (choice[0] < im.end) {
        im.row(choice[0], im.name(choice[1]), Math.max(1L, im.now() - choice[0]), 'no answer')
        choice = im.choose(me)
    }
    choice
}

// Under which name the time of an action is kept.
im.name = { String action -> action == 'send' ? 'ack' : action == 'file' ? 'upload' : action }

im.leave = { vars ->
    ['go', 'closed'].each { vars.put(it, 'false') }
    vars.put('kind', 'none')
    im.quiet.set(im.now())
    im.acting.decrementAndGet()
}

im.idle = { vars ->
    def me = vars.getObject('me')
    boolean acts = vars.get('go') == 'true'
    long left = vars.get('closed') == 'true' ? 0L : ((acts ? me.due : im.until()) - im.now()).intdiv(1000)
    if (left > 0 && acts && im.stopped()) { left = 0; vars.put('kind', 'none') }
    vars.put('idle', (left > 0).toString())
    vars.put('wait', Math.max(1L, Math.min(left, 1000L)).toString())
}

// The time has come: the request of an action, as the elements of the plan send it.
im.due = { vars ->
    if (vars.get('kind') != 'due') return
    def me = vars.getObject('me'), lot = me.lot
    def conv = im.draw(lot, me.person.convs)
    long last = me.known[conv] ?: 0L
    if (me.action in ['react', 'mark'] && !last) me.action = 'history'
    long id = ++me.number
    vars.put('kind', 'frame')
    vars.put('name', im.name(me.action))
    switch (me.action) {
        case 'none': vars.put('kind', 'none'); break
        case 'reconnect':
            vars.put('kind', 'none'); vars.put('closed', 'true'); vars.put('label', 'reconnect')
            me.since = me.due; break
        case 'search':
            vars.put('kind', 'http'); im.grant(vars, false)
            vars.put('path', '/api/v1/search?q=' + URLEncoder.encode(im.words[lot.nextInt(im.words.size())], 'UTF-8')); break
        case 'inbox': vars.put('kind', 'http'); im.grant(vars, false); vars.put('path', '/api/v1/conversations'); break
        case 'file': vars.put('kind', 'file'); im.grant(vars, false); vars.put('conv', conv); break
        case 'send': im.say(vars, conv, ''); break
        case 'mark': im.ask(vars, "{\"t\":\"mark\",\"id\":$id,\"conv\":\"$conv\",\"read\":$last}"); break
        case 'react':
            def emoji = im.emoji[lot.nextInt(im.emoji.size())]
            im.ask(vars, "{\"t\":\"react\",\"id\":$id,\"conv\":\"$conv\",\"seq\":$last,\"emoji\":\"$emoji\"}"); break
        case 'scroll':
            long before = 2 + (long) (lot.nextDouble() * Math.max(1L, last))
            im.ask(vars, "{\"t\":\"history\",\"id\":$id,\"conv\":\"$conv\",\"limit\":50,\"before\":$before}"); break
        default: im.ask(vars, "{\"t\":\"history\",\"id\":$id,\"conv\":\"$conv\",\"limit\":50}")
    }
}

im.ask = { vars, frame -> vars.put('frame', frame.toString()) }

im.say = { vars, String conv, String more ->
    def me = vars.getObject('me')
    def text = im.texts[me.lot.nextInt(im.texts.size())]
    im.ask(vars, "{\"t\":\"send\",\"id\":${me.number},\"conv\":\"$conv\",\"client_id\":\"${im.clientId(me)}\",\"text\":\"$text\"$more}")
}

// Bytes that can't be compressed, for JMeter to upload. Each user has one file, which goes when JMeter ends.
im.pick = { vars ->
    vars.put('size', im.draw(vars.getObject('me').lot, im.files))
    def content = new byte[vars.get('size') as int]
    ThreadLocalRandom.current().nextBytes(content)
    def file = new File(vars.get('file'))
    file.bytes = content
    file.deleteOnExit()
}

// A file is there: a message that carries it is due.
im.uploaded = { vars, prev ->
    def me = vars.getObject('me')
    im.http(vars, prev, 'upload', me.due)
    vars.put('kind', 'none')
    if (!prev.successful) return
    me.due = im.now()
    vars.put('kind', 'frame'); vars.put('name', 'ack')
    def media = new JsonSlurper().parseText(prev.responseDataAsString).id
    im.say(vars, vars.get('conv'), ",\"attachments\":[\"$media\"]")
}

// A UUID that ends in the due time: µs since 1970, modulo 2^48.
im.clientId = { me ->
    String.format('%08x-%04x-%04x-%04x-%012x', im.run, me.index >>> 16, me.index & 0xffff, me.number & 0xffff, me.due & MASK)
}

im.connecting = { vars ->
    def me = vars.getObject('me')
    vars.put('arriving', 'true')
    vars.put('wait', '1000')
    def sync = me.sync ? ",\"sync\":\"${me.sync}\"" : ''
    vars.put('frame_auth', "{\"t\":\"auth\",\"id\":0,\"token\":\"${me.token}\"$sync}".toString())
    me.asked = im.now()
}

im.opened = { vars, prev ->
    if (prev.successful) { prev.setIgnore(); return }
    im.notConnected(vars, 'no connection')
}

// Times of connections count from when there was none.
im.notConnected = { vars, String reason ->
    def me = vars.getObject('me')
    im.row(me.since, vars.get('label'), Math.max(1L, im.now() - me.since), reason)
    vars.put('arriving', 'false')
    if (reason.startsWith('token')) me.stale = true
    if (!im.closed()) { Thread.sleep(200 + me.lot.nextInt(1800)); return }
    if (vars.get('kind') == 'frame') im.row(me.due, vars.get('name'), Math.max(1L, im.now() - me.due), 'connection lost')
    if (!im.stopped()) im.forfeit(me, me.postponed ?: im.choose(me))
    im.leave(vars)
}

im.asking = { vars ->
    vars.getObject('me').asked = im.now()
    vars.put('pending', 'true')
    vars.put('wait', '1000')
}

im.written = { vars, prev ->
    if (prev.successful) { prev.setIgnore(); return }
    im.lost(vars, prev)
}

// The connection is gone: what wasn't answered is sent again over the next one, and what isn't due yet is kept.
im.lost = { vars, prev ->
    def me = vars.getObject('me')
    if (vars.get('arriving') == 'true') { im.notConnected(vars, 'closed'); return }
    if (vars.get('pending') == 'true') me.again = true
    else if (vars.get('idle') == 'true' && vars.get('go') == 'true') { me.postponed = [me.due, me.action]; vars.put('kind', 'none') }
    me.since = im.now()
    im.row(me.since, 'connection', 1L, 'closed')
    vars.put('pending', 'false'); vars.put('idle', 'false')
    vars.put('closed', vars.get('go')); vars.put('label', 'reconnect')
}

// A frame was read, or none came in time. Only samples that failed are left for the listeners.
im.read = { vars, prev ->
    def me = vars.getObject('me')
    String text = prev.responseDataAsString
    boolean pinged = prev.responseCode.contains('(ping)')
    vars.put('pinged', pinged.toString())
    if (pinged) { prev.successful = true; text = '' }
    if (!prev.successful) { im.lost(vars, prev); return }
    if (text) im.take(vars, prev, me, new JsonSlurper().parseText(text))
    if (vars.get('idle') == 'true') im.idle(vars)
    boolean waits = vars.get('pending') == 'true' || vars.get('arriving') == 'true'
    if (waits && im.now() - me.asked > im.us(number('answer'))) {
        if (vars.get('arriving') == 'true') im.notConnected(vars, 'no answer')
        else im.answered(vars, prev, me, 'no answer')
    }
    if (prev.successful) prev.setIgnore()
}

im.take = { vars, prev, me, frame ->
    if (frame.sync) me.sync = frame.sync
    if (frame.t in ['message', 'sent']) me.known[frame.conv] = Math.max(me.known[frame.conv] ?: 0L, frame.seq as long)
    if (frame.t == 'message') {
        int sender = Integer.parseUnsignedInt(frame.client_id[9..12] + frame.client_id[14..17], 16)
        if (sender != me.index && frame.seq > (me.newest[frame.conv] ?: 0)) {
            me.newest[frame.conv] = frame.seq
            long came = im.now()
            long us = (came - Long.parseLong(frame.client_id[-12..-1], 16)) & MASK
            if (us > (MASK >> 1)) us = 1L
            im.row(came - us, 'delivery', Math.max(1L, us), '')
        }
    } else if (vars.get('arriving') == 'true' && frame.t == 'live') {
        vars.put('arriving', 'false'); vars.put('closed', 'false')
        im.row(me.since, vars.get('label'), Math.max(1L, im.now() - me.since), '')
        if (vars.get('label') == 'connect') me.at = im.now()
    } else if (vars.get('arriving') == 'true' && frame.t == 'error') {
        prev.successful = false
        im.notConnected(vars, frame.code)
    } else if (frame.id && frame.id == me.number && vars.get('pending') == 'true') {
        im.answered(vars, prev, me, frame.t == 'error' ? frame.code : '')
    }
}

im.answered = { vars, prev, me, String error ->
    im.row(me.due, vars.get('name'), Math.max(1L, im.now() - me.due), error)
    vars.put('pending', 'false')
    if (error) { prev.successful = false; prev.responseMessage = error }
}

props.put('im', im)
