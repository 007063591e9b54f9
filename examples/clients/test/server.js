// The fortune server, started from its jar.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const JAR = fileURLToPath(new URL('../../fortune-server/target/fortune-server.jar', import.meta.url));
const JAVA = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
const SECRET = 'a secret of at least thirty-two bytes';

export class Server {
  #environment;
  #process;

  constructor(port, environment) {
    this.port = port;
    this.#environment = environment;
  }

  /** Starts one with a secret, and those variables. */
  static async start(environment = {}) {
    if (!existsSync(JAR)) {
      throw new Error(`${JAR} is missing; build it with mvn -q package -DskipTests`);
    }
    const server = new Server(await freePort(), environment);
    await server.#run();
    return server;
  }

  async #run() {
    this.#process = spawn(JAVA, ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-jar', JAR], {
      env: {
        PATH: process.env.PATH,
        PORT: String(this.port),
        TIDINGS_JWT_SECRET: SECRET,
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = [];
    this.#process.stderr.on('data', (text) => said.push(text));
    for await (const line of createInterface({ input: this.#process.stdout })) {
      if (line.includes('is ready')) {
        return;
      }
    }
    throw new Error(`the server did not start: ${Buffer.concat(said)}`);
  }

  /** Kills it, as a power cut would. */
  async kill() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      this.#process.kill('SIGKILL');
      await once(this.#process, 'exit');
    }
  }

  /** Kills it and starts another on the same port. */
  async restart() {
    await this.kill();
    await this.#run();
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** A good token of that user. */
export function tokenOf(user, secondsLeft = 3600) {
  const part = (json) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + secondsLeft;
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: user, exp })}`;
  return `${content}.${createHmac('sha256', SECRET).update(content).digest('base64url')}`;
}
