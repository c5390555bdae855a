//! Parts of a page that are woken one after another, each in a task of its own: woken all at once, the tiles of a board keep
//! the browser from answering anything for a quarter of a second.

use leptos::prelude::*;

/// A view whose root is one element. While a page that came from the server is woken, this part waits for its turn; whatever
/// is made later is there at once. What is created inside must read no `Resource`: those are told apart by the order in which
/// they are made.
pub fn in_turn(view: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    #[cfg(feature = "hydrate")]
    if Owner::current_shared_context().is_some_and(|page| page.during_hydration()) {
        return wake::Turn::new(view).into_any();
    }
    view()
}

#[cfg(feature = "hydrate")]
pub use wake::afterwards;

#[cfg(feature = "hydrate")]
mod wake {
    use leptos::{
        prelude::*,
        tachys::{
            html::attribute::{Attribute, any_attribute::AnyAttribute},
            hydration::Cursor,
            renderer::{
                CastFrom, Rndr,
                types::{Element, Node},
            },
            view::{Mountable, Position, PositionState, Render, RenderHtml, add_attr::AddAnyAttr},
        },
    };
    use std::{
        cell::RefCell,
        collections::VecDeque,
        rc::Rc,
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
        time::Duration,
    };

    type Work = Box<dyn FnOnce()>;

    thread_local! {
        static WAITING: RefCell<VecDeque<Work>> = const { RefCell::new(VecDeque::new()) };
    }

    /// Does this when everything that waits for its turn is awake.
    pub fn afterwards(work: impl FnOnce() + 'static) {
        let is_first = WAITING.with_borrow_mut(|waiting| {
            waiting.push_back(Box::new(work));
            waiting.len() == 1
        });
        if is_first {
            next();
        }
    }

    fn next() {
        let turn = || {
            let (work, more) = WAITING.with_borrow_mut(|waiting| (waiting.pop_front(), !waiting.is_empty()));
            // Before it is done: whoever fails keeps nobody else asleep.
            if more {
                next();
            }
            if let Some(work) = work {
                work();
            }
        };
        set_timeout(turn, Duration::ZERO);
    }

    pub struct Turn(Box<dyn FnOnce() -> AnyView + Send>);

    impl Turn {
        pub fn new(view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
            Self(Box::new(view))
        }
    }

    enum Slot {
        Asleep(Element),
        Awake(<AnyView as Render>::State),
        Gone,
    }

    pub struct Place(Rc<RefCell<Slot>>);

    impl Render for Turn {
        type State = Place;

        fn build(self) -> Place {
            Place(Rc::new(RefCell::new(Slot::Awake((self.0)().build()))))
        }

        fn rebuild(self, state: &mut Place) {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }

    impl Mountable for Place {
        fn unmount(&mut self) {
            match &mut *self.0.borrow_mut() {
                Slot::Asleep(element) => element.remove(),
                Slot::Awake(state) => return state.unmount(),
                Slot::Gone => {}
            }
            *self.0.borrow_mut() = Slot::Gone;
        }

        fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
            match &mut *self.0.borrow_mut() {
                Slot::Asleep(element) => Rndr::insert_node(parent, element, marker),
                Slot::Awake(state) => state.mount(parent, marker),
                Slot::Gone => {}
            }
        }

        fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
            match &*self.0.borrow() {
                Slot::Asleep(element) => match Rndr::get_parent(element).and_then(Element::cast_from) {
                    Some(parent) => {
                        child.mount(&parent, Some(element));
                        true
                    }
                    None => false,
                },
                Slot::Awake(state) => state.insert_before_this(child),
                Slot::Gone => false,
            }
        }

        fn elements(&self) -> Vec<Element> {
            match &*self.0.borrow() {
                Slot::Asleep(element) => vec![element.clone()],
                Slot::Awake(state) => state.elements(),
                Slot::Gone => Vec::new(),
            }
        }
    }

    impl AddAnyAttr for Turn {
        type Output<NewAttr: Attribute> = Self;

        fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
            self
        }
    }

    impl RenderHtml for Turn {
        type AsyncOutput = AnyView;
        type Owned = Self;

        const MIN_LENGTH: usize = 0;

        fn dry_resolve(&mut self) {}

        async fn resolve(self) -> AnyView {
            (self.0)()
        }

        fn to_html_with_buf(
            self,
            buf: &mut String,
            position: &mut Position,
            escape: bool,
            mark_branches: bool,
            extra_attrs: Vec<AnyAttribute>,
        ) {
            (self.0)().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
        }

        /// Steps over the element as one that is woken would.
        fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Place {
            match position.get() {
                Position::FirstChild => cursor.child(),
                Position::Current => {}
                _ => cursor.sibling(),
            }
            let found = Element::cast_from(cursor.current());
            position.set(Position::NextChild);
            let (Some(element), Some(owner)) = (found, Owner::current()) else {
                leptos::logging::warn!("what waits for its turn has no element");
                return Place(Rc::new(RefCell::new(Slot::Gone)));
            };
            let slot = Rc::new(RefCell::new(Slot::Asleep(element)));
            let gone = Arc::new(AtomicBool::new(false));
            on_cleanup({
                let gone = gone.clone();
                move || gone.store(true, Ordering::Relaxed)
            });
            let own = slot.clone();
            afterwards(move || {
                let element = match &*own.borrow() {
                    Slot::Asleep(element) if !gone.load(Ordering::Relaxed) => element.clone(),
                    _ => return,
                };
                let state = owner.with(|| (self.0)().hydrate_from_position::<FROM_SERVER>(&element, Position::Current));
                *own.borrow_mut() = Slot::Awake(state);
            });
            Place(slot)
        }

        fn into_owned(self) -> Self {
            self
        }
    }
}
