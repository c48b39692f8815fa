// What the users of this plan do. It runs once, in "set up"; the elements below it call the closures in props['im'].
// Every user has one connection. What is due next is chosen by 'next'; until then frames are read, one sample each. An action is
// written and then frames are read until its answer has come. Rows of samples.csv: when an action was due (µs since 1970),
// its name, how many µs it took from then, and what went wrong.
import groovy.json.JsonSlurper
import groovy.json.JsonOutput
import org.apache.jmeter.services.FileServer
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.ThreadLocalRandom

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
        synchronized (im.samples) { im.samples.flush() }
    }
}
im.stopped = { -> new File(folder, 'stop').exists() }

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
    vars.putObject('me', [index: index, person: person, lot: lot, storms: storms, number: 0, sync: '', last: null, newest: [:],
                          token: person.token, refresh: '', issued: im.now(), due: im.now(), at: im.now(), postponed: null, arrived: false])
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
        me.token = grant.access_token; me.refresh = grant.refresh_token; me.issued = im.now()
        vars.put('token', me.token)
    }
    boolean again = !prev.successful && !me.token && im.now() < im.end && !im.stopped()
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
    def me = vars.getObject('me'), lot = me.lot
    def choice = me.postponed
    me.postponed = null
    if (choice == null) {
        if (!me.arrived) { me.arrived = true; choice = [im.now(), 'none'] }
        else {
            def gap = im.open ? im.us(-Math.log(1 - lot.nextDouble()) * number('period'))
                              : im.us(number('think_low') + lot.nextDouble() * (number('think_high') - number('think_low')))
            def due = im.open ? me.at + gap : im.now() + gap
            if (me.storms && me.storms[0] <= due) choice = [me.storms.remove(0), 'storm']
            else { me.at = due; choice = [due, im.draw(lot, im.mix)] }
        }
    }
    if (choice[0] >= im.end || im.stopped()) {
        me.due = Math.min(im.end, im.now()) + im.us(number('drain'))
        if (choice[0] >= im.end) me.due = im.end + im.us(number('drain'))
        vars.put('kind', 'end'); vars.put('go', 'false')
    } else {
        me.due = choice[0]
        im.prepare(vars, choice[1])
    }
    if (vars.get('closed') == 'true') vars.put('idle', 'false')
    else im.idle(vars)
}

im.idle = { vars ->
    def me = vars.getObject('me')
    long left = (me.due - im.now()).intdiv(1000)
    if (left > 0 && vars.get('go') == 'true' && im.stopped()) { left = 0; vars.put('kind', 'none') }
    vars.put('idle', (left > 0).toString())
    vars.put('wait', Math.max(1L, Math.min(left, 1000L)).toString())
}

// The request of an action, as the elements of the plan send it.
im.prepare = { vars, String action ->
    def me = vars.getObject('me'), lot = me.lot
    def conv = im.draw(lot, me.person.convs)
    if (action == 'react' && me.last == null) action = 'history'
    long id = ++me.number
    me.action = action
    vars.put('granting', 'false')
    vars.put('kind', 'frame')
    vars.put('name', action == 'send' ? 'ack' : action)
    switch (action) {
        case 'none': vars.put('kind', 'none'); im.grant(vars, false); break
        case 'storm': vars.put('kind', 'cut'); break
        case 'reconnect': vars.put('kind', 'cut'); im.grant(vars, true); break
        case 'search':
            vars.put('kind', 'http'); im.grant(vars, false)
            vars.put('path', '/api/v1/search?q=' + URLEncoder.encode(im.words[lot.nextInt(im.words.size())], 'UTF-8')); break
        case 'inbox': vars.put('kind', 'http'); im.grant(vars, false); vars.put('path', '/api/v1/conversations'); break
        case 'file':
            vars.put('kind', 'file'); im.grant(vars, false)
            vars.put('conv', conv)
            vars.put('size', im.draw(lot, im.files))
            im.noise(new File(vars.get('file')), vars.get('size') as int); break
        case 'send': im.say(vars, conv, ''); break
        case 'mark': vars.put('frame', "{\"t\":\"mark\",\"id\":$id,\"conv\":\"$conv\",\"read\":1000000000}".toString()); break
        case 'react':
            def emoji = im.emoji[lot.nextInt(im.emoji.size())]
            vars.put('frame', "{\"t\":\"react\",\"id\":$id,\"conv\":\"${me.last[0]}\",\"seq\":${me.last[1]},\"emoji\":\"$emoji\"}".toString()); break
        default:
            def older = action == 'scroll' ? ',"after":0' : ''
            vars.put('frame', "{\"t\":\"history\",\"id\":$id,\"conv\":\"$conv\",\"limit\":50$older}".toString())
    }
}

im.say = { vars, String conv, String more ->
    def me = vars.getObject('me')
    def text = im.texts[me.lot.nextInt(im.texts.size())]
    vars.put('frame', "{\"t\":\"send\",\"id\":${me.number},\"conv\":\"$conv\",\"client_id\":\"${im.clientId(me)}\",\"text\":\"$text\"$more}".toString())
}

// Bytes that can't be compressed, for JMeter to upload. Each user has one file, which goes when JMeter ends.
im.noise = { File file, int size ->
    def content = new byte[size]
    ThreadLocalRandom.current().nextBytes(content)
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

// Between waiting for the due time and doing it.
im.due = { vars ->
    if (vars.get('kind') != 'cut') return
    def me = vars.getObject('me')
    vars.put('closed', 'true')
    vars.put('label', 'reconnect')
    vars.put('kind', 'none')
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

im.notConnected = { vars, String reason ->
    def me = vars.getObject('me')
    im.row(me.due, vars.get('label'), Math.max(1L, im.now() - me.due), reason)
    vars.put('arriving', 'false')
    if (im.now() > im.end || im.stopped()) { vars.put('closed', 'false'); vars.put('go', 'false'); vars.put('kind', 'none') }
    else Thread.sleep(200 + me.lot.nextInt(1800))
    me.due = im.now()
    if (reason.startsWith('token')) im.grant(vars, true)
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

// The connection is gone; an action without an answer has failed, one that isn't due yet is kept.
im.lost = { vars, prev ->
    def me = vars.getObject('me')
    if (vars.get('arriving') == 'true') { im.notConnected(vars, 'closed'); return }
    if (vars.get('pending') == 'true') im.row(me.due, vars.get('name'), Math.max(1L, im.now() - me.due), 'connection lost')
    else if (vars.get('idle') == 'true' && vars.get('go') == 'true') { me.postponed = [me.due, me.action]; vars.put('kind', 'none') }
    im.row(im.now(), 'connection', 1L, 'closed')
    me.due = im.now()
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
    if (frame.t == 'message') {
        me.last = [frame.conv, frame.seq]
        int sender = Integer.parseUnsignedInt(frame.client_id[9..12] + frame.client_id[14..17], 16)
        if (sender != me.index && frame.seq > (me.newest[frame.conv] ?: 0)) {
            me.newest[frame.conv] = frame.seq
            long us = (im.now() - Long.parseLong(frame.client_id[-12..-1], 16)) & MASK
            if (us > (MASK >> 1)) us = 1L
            im.row(im.now() - us, 'delivery', Math.max(1L, us), '')
        }
    } else if (frame.t == 'live' && vars.get('arriving') == 'true') {
        vars.put('arriving', 'false'); vars.put('closed', 'false')
        im.row(me.due, vars.get('label'), Math.max(1L, im.now() - me.due), '')
        if (vars.get('label') == 'connect') me.at = im.now()
    } else if (frame.t == 'error' && !frame.id) {
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
