/** A timer: nobody sees it, and it says that time has passed while the panel is there. */

import { useEffect } from 'preact/hooks';

import type { ComponentInfo } from '../protocol';
import { useScene } from '../scene';

/** Seconds; no page is to ask more often. */
const SHORTEST = 0.05;

export function Ticking({ component }: { component: ComponentInfo }) {
  const { desk, live } = useScene();
  const value = desk.value(component);
  const seconds = typeof value === 'number' && value > 0 ? Math.max(SHORTEST, value) : null;
  const ticks = live && seconds !== null && component.props.active !== false;
  useEffect(() => {
    if (!ticks) {
      return;
    }
    const timer = setInterval(() => desk.fire([component.id, 'tick']), seconds * 1000);
    return () => clearInterval(timer);
  }, [desk, component.id, ticks, seconds]);
  return null;
}
